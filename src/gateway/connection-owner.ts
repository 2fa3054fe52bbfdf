import { existsSync } from "node:fs";
import { readdir, readFile, readlink } from "node:fs/promises";
import { errorCode } from "../error-code.ts";

/**
 * Whether a process holds the other end of one of our loopback connections. Two Traefiks that share a port
 * (`reusePort`) cannot be told apart by what they answer; the kernel knows who accepted.
 *
 * @param pid the process
 * @param localPort our end
 * @param remotePort the end that was asked
 * @returns null where the system does not tell: no /proc, or one may not look (another user's process, or one with
 *   capabilities of its own)
 */
export async function holdsConnection(
  pid: number,
  localPort: number,
  remotePort: number,
): Promise<boolean | null> {
  const inode =
    (await inodeOf("/proc/net/tcp", localPort, remotePort)) ??
    (await inodeOf("/proc/net/tcp6", localPort, remotePort));
  if (inode === null) return existsSync("/proc/self") ? false : null;
  try {
    const folder = `/proc/${pid}/fd`;
    const links = await Promise.all(
      (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => "")),
    );
    return links.includes(`socket:[${inode}]`);
  } catch (error) {
    return errorCode(error) === "EACCES" ? null : false;
  }
}

/** The far end's line in the kernel's table: its local port is the one we asked, its remote port is ours. */
async function inodeOf(table: string, localPort: number, remotePort: number): Promise<string | null> {
  const lines = (await readFile(table, "utf8").catch(() => "")).split("\n");
  for (const line of lines) {
    const [, local = "", remote = "", , , , , , , inode = "0"] = line.trim().split(/\s+/);
    if (portOf(local) === remotePort && portOf(remote) === localPort && inode !== "0") return inode;
  }
  return null;
}

function portOf(address: string): number {
  return Number.parseInt(address.slice(address.lastIndexOf(":") + 1), 16);
}
