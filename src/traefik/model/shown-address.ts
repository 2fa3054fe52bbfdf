/** A server's address as it may be shown: a password in it is nobody's business. */
export function shownAddress(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//(secret)@") || "(no address)";
}
