import { escapedPath, type UrlPath, urlPathOf } from "../../go/url-path.ts";
import type { RoutedRequest } from "../http-request.ts";

/** A request on its way through middlewares, which change it. */
export interface InFlight {
  readonly method: string;
  readonly clientIp: string;
  readonly tls: boolean;
  host: string;
  url: UrlPath;
  rawQuery: string;
  /** by canonical name */
  headers: Map<string, readonly string[]>;
}

export function takeOff(request: RoutedRequest): InFlight {
  const { method, clientIp, tls, fullHost, escapedPath: path, rawQuery, headers } = request;
  return {
    method,
    clientIp,
    tls,
    host: fullHost,
    url: urlPathOf(path) ?? { path, rawPath: "" },
    rawQuery,
    headers: new Map(headers),
  };
}

/** url.URL.RequestURI: path and query as they are sent on. */
export function requestUri({ url, rawQuery }: InFlight): string {
  const path = escapedPath(url) || "/";
  return rawQuery === "" ? path : `${path}?${rawQuery}`;
}

/** http.Header.Get of a canonical name. */
export function headerOf({ headers }: InFlight, name: string): string {
  return headers.get(name)?.[0] ?? "";
}
