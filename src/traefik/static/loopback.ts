/** Whether only the machine itself can reach an entry point at this address (`127.0.0.1:8080`, `[::1]:80`). */
export function isLoopback(address: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost):/i.test(address);
}
