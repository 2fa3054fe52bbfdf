import type { Bytes } from "../bytes.ts";
import type { Concrete, Opaque, Value } from "../values.ts";
import { unknowable, type Functions, type ParameterType } from "./define.ts";

const TIME: Opaque = { kind: "opaque", type: "time.Time" };
const CERTIFICATE: Opaque = { kind: "opaque", type: "sprig.certificate" };

/** What sprig's bcrypt makes: cost 10, 53 characters. */
const HASH = `$2a$10$${"x".repeat(53)}`;

/** Nobody asks for more random characters than this in earnest. */
const LONGEST = 4096n;

function times(character: string): (args: readonly Value[]) => Bytes {
  return ([count]) => character.repeat(Number(clamped(count as never)));
}

function clamped(count: bigint): bigint {
  return count < 0n ? 0n : count > LONGEST ? LONGEST : count;
}

/** The layout of a date is a date itself. */
const layout = ([first]: readonly Value[]): Value => first ?? "";
const time = (): Concrete => TIME;
const certificate = (): Concrete => CERTIFICATE;

const SUBJECT: readonly ParameterType[] = ["string", "[]interface {}", "[]interface {}", "int"];

/**
 * Functions whose results depend on the machine, the time or chance. What stands for a result has its type and, as
 * far as that is possible, its form.
 */
export const UNKNOWN: Functions = {
  now: unknowable([], time),
  ago: unknowable(["interface {}"], () => "0s"),
  date: unknowable(["string", "interface {}"], layout),
  dateInZone: unknowable(["string", "interface {}", "string"], layout),
  date_in_zone: unknowable(["string", "interface {}", "string"], layout),
  htmlDate: unknowable(["interface {}"], () => "2006-01-02"),
  htmlDateInZone: unknowable(["interface {}", "string"], () => "2006-01-02"),
  dateModify: unknowable(["string", "time.Time"], time),
  date_modify: unknowable(["string", "time.Time"], time),
  mustDateModify: unknowable(["string", "time.Time"], time),
  must_date_modify: unknowable(["string", "time.Time"], time),
  toDate: unknowable(["string", "string"], time),
  mustToDate: unknowable(["string", "string"], time),
  unixEpoch: unknowable(["time.Time"], () => "0"),

  randAlpha: unknowable(["int"], times("x")),
  randAlphaNum: unknowable(["int"], times("x")),
  randAscii: unknowable(["int"], times("x")),
  randNumeric: unknowable(["int"], times("1")),
  randBytes: unknowable(["int"], times("x")),
  randInt: unknowable(["int", "int"], ([least]) => ({ kind: "integer", type: "int", value: least as never })),
  shuffle: unknowable(["string"], layout),
  uuidv4: unknowable([], () => "00000000-0000-4000-8000-000000000000"),

  bcrypt: unknowable(["string"], () => HASH),
  htpasswd: unknowable(["string", "string"], ([user]) => `${user as Bytes}:${HASH}`),
  encryptAES: unknowable(["string", "string"], () => "x"),
  getHostByName: unknowable(["string"], () => "192.0.2.1"),

  genPrivateKey: unknowable(["string"], () => "key"),
  buildCustomCert: unknowable(["string", "string"], certificate),
  genCA: unknowable(["string", "int"], certificate),
  genCAWithKey: unknowable(["string", "int", "string"], certificate),
  genSelfSignedCert: unknowable(SUBJECT, certificate),
  genSelfSignedCertWithKey: unknowable([...SUBJECT, "string"], certificate),
  genSignedCert: unknowable([...SUBJECT, "sprig.certificate"], certificate),
  genSignedCertWithKey: unknowable([...SUBJECT, "sprig.certificate", "string"], certificate),
};
