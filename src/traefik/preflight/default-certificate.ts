/**
 * A pair that everybody may know: it guards nothing. Traefik makes an RSA key for its default certificate at every
 * start and every reload unless it is given one (`getDefaultCertificate` in its pkg/tls/tlsmanager.go), which takes
 * longer than all else that it does; the Traefik of a preflight listens on 127.0.0.1 for a quarter of a second and is
 * asked for no certificate. Self-signed, P-256, until the end of 2119.
 */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIUWZO5CroeCBI1RwLm93vJ7nKAjBIwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRZ2F0ZXdheS1wcmVmbGlnaHQwIBcNMjYxMTI4MDQzMzAzWhgP
MjExOTEyMzEwNDMzMDNaMBwxGjAYBgNVBAMMEWdhdGV3YXktcHJlZmxpZ2h0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEIDIZE2GquhTjYxqUDDDCV8wrV4D6Llq5
8LUSqphtZRTGEFdXtqbCbeSX7961/3nMQV8DsW62iWO2IQ3XMBT7PKNTMFEwHQYD
VR0OBBYEFHsYC34fHyKLV33cVvDfI08rFyJxMB8GA1UdIwQYMBaAFHsYC34fHyKL
V33cVvDfI08rFyJxMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIg
VrBuW8BCpLYbPyEseCzbGI2s9Qvg4SKI8YVNhd/d2MwCIQCUIoFsAFAF/+gVircB
06kK5RJ8eZQhTE+H1ow6MJHwXA==
-----END CERTIFICATE-----
`;

const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLHOopDp/lTa8sPJ9
CHDukXi/Mk1yNmjD/DgAzfBwdaOhRANCAAQgMhkTYaq6FONjGpQMMMJXzCtXgPou
WrnwtRKqmG1lFMYQV1e2psJt5Jfv3rX/ecxBXwOxbraJY7YhDdcwFPs8
-----END PRIVATE KEY-----
`;

/** What defines it in a dynamic file, in YAML: one line. */
export const DEFAULT_CERTIFICATE = `tls: {stores: {default: {defaultCertificate: ${JSON.stringify({ certFile: CERTIFICATE, keyFile: KEY })}}}}`;
