import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";

/** The certificate that a TLS server on a port of 127.0.0.1 shows to a client that asks for a name. */
export async function certificateFor(servername: string, port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    // what is asked is which certificate it is, not whether it is to be trusted
    const socket = connect({ host: "127.0.0.1", port, servername, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}
