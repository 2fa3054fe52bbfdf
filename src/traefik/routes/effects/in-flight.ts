import { escapedPath, type UrlPath, urlPathOf } from "../../go/url-path.ts";
import type { RoutedRequest } from "../http-request.ts";

/** A request on its way through middlewares, which change it. */
export interface InFlight {
  readonly method: string;
  readonly clientIp: string;
  readonly tls: boolean;
  /** the query as it goes on once the path has been changed */
  readonly query: string;
  host: string;
  url: UrlPath;
  /** path and query as they are sent on: http.Request.RequestURI */
  uri: string;
  /** by canonical name */
  headers: Map<string, readonly string[]>;
}

export function takeOff(request: RoutedRequest): InFlight {
  const { method, clientIp, tls, fullHost, escapedPath: path, rawQuery, forceQuery, headers } = request;
  return {
    method,
    clientIp,
    tls,
    query: rawQuery !== "" || forceQuery ? `?${rawQuery}` : "",
    host: fullHost,
    url: urlPathOf(path) ?? { path, rawPath: "" },
    uri: request.requestUri,
    headers: new Map(headers()),
  };
}

/** Gives a request another path; its query is written anew. */
export function changePath(request: InFlight, url: UrlPath): void {
  request.url = url;
  request.uri = `${escapedPath(url) || "/"}${request.query}`;
}

/** http.Header.Get of a canonical name. */
export function headerOf({ headers }: InFlight, name: string): string {
  return headers.get(name)?.[0] ?? "";
}
