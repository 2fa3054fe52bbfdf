import { nodePorts } from "../../publish/node-ports.ts";
import { readStatus } from "../../publish/status.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { ASSUMED_FACTS } from "../../traefik/static/facts.ts";
import { publishSettings } from "../publish-settings.ts";
import { textFlag } from "../settings.ts";
import { statusReport } from "../report/status.ts";
import { wantsColour } from "../terminal.ts";

/** `status`: what is published, and what became of the last run; changes nothing. */
export const runStatus: Run = async (_, flags, terminal) => {
  const format = choose("--format", textFlag(flags, "format") ?? "text", ["text", "json"]);
  const { reload, ...settings } = publishSettings(flags, terminal);
  const ports = nodePorts(process, () => undefined);
  const status = readStatus({ ...settings, reload: { ...reload, static: ASSUMED_FACTS.file } }, ports);
  terminal.out.write(statusReport(status, format, wantsColour(terminal.out, terminal.env)));
  return EXIT.accepted;
};
