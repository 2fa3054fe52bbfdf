import { networkContains, parseCidr, parseIp, sameAddress, type Network } from "../go/net.ts";
import { parseAddr, type Address } from "../go/netip.ts";

/** Traefik's ip.Checker: whether an address is one of those, or in one of the networks. A zone is not looked at. */
export function ipChecker(ranges: readonly string[]): (ip: string) => boolean {
  const addresses: Address[] = [];
  const networks: Network[] = [];
  for (const range of ranges) {
    const address = parseIp(range);
    const network = parseCidr(range);
    if (address !== undefined) addresses.push(address);
    else if (network.ok) networks.push(network.value);
  }
  if (addresses.length + networks.length === 0) return () => false;
  return (ip) => {
    const parsed = parseAddr(ip);
    if (!parsed.ok) return false;
    return (
      addresses.some((address) => sameAddress(address, parsed.value)) ||
      networks.some((network) => networkContains(network, parsed.value))
    );
  };
}
