const texts = (description: string) => ({ type: "array", items: { type: "string" }, description });
const text = (description: string, example?: string) => ({
  type: "string",
  description,
  ...(example === undefined ? {} : { examples: [example] }),
});
const numbers = (description: string, most?: number) => ({
  type: "object",
  additionalProperties: {
    type: ["number", "string"],
    pattern: String.raw`^\d+(\.\d+)?\s*%?$`,
    minimum: 0,
    ...(most === undefined ? {} : { maximum: most }),
  },
  minProperties: 1,
  description,
});
const TOKEN = "[!#$%&'*+.^_`|~A-Za-z0-9-]+";
const headers = (description: string, value: object) => ({
  type: "object",
  propertyNames: { pattern: `^${TOKEN}$` },
  additionalProperties: value,
  description,
});

const PARTS = {
  headers: headers("headers of the request; Host is the one that it says, whatever its URL", {
    anyOf: [{ type: ["string", "number", "boolean"] }, { type: "array", items: { type: "string" } }],
  }),
  from: text("the client's address; default: 127.0.0.1", "203.0.113.7"),
  entryPoint: text(
    "where it arrives; default: the entry point with the URL's port, or with routers for its scheme",
  ),
  serverName: text("the name in the TLS handshake; default: the URL's host"),
  alpn: texts("the protocols that the client offers in the handshake; default: h2 and http/1.1 for https"),
};

const REQUEST = {
  type: "string",
  pattern: String.raw`^\s*(${TOKEN}\s+)?([hH][tT][tT][pP][sS]?|[tT][cC][pP]|[tT][lL][sS])://\S+\s*$`,
  examples: ["GET https://shop.example.com/cart", "tls://mqtt.example.com:8883"],
};

/** The JSON Schema of a file of route tests, for editors; JSON Schema draft 7, which all of them know. */
export const ROUTE_TESTS_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Route tests of a gateway",
  description: "gateway.test.yaml: which request goes where. Run by `gateway-hook-configsync test`.",
  type: "object",
  required: ["tests"],
  additionalProperties: false,
  properties: {
    defaults: {
      type: "object",
      additionalProperties: false,
      properties: PARTS,
      description: "what every test's request has, unless it says otherwise",
    },
    tests: { type: "array", items: { $ref: "#/definitions/test" }, minItems: 1 },
  },
  definitions: {
    test: {
      type: "object",
      required: ["request", "expect"],
      additionalProperties: false,
      properties: {
        name: text("what it is about; default: the request"),
        request: {
          description: "method and URL, or several of them; tcp:// and tls:// are connections without HTTP",
          anyOf: [REQUEST, { type: "array", items: REQUEST, minItems: 1 }],
        },
        expect: { $ref: "#/definitions/expect" },
        ...PARTS,
      },
    },
    expect: {
      type: "object",
      minProperties: 1,
      additionalProperties: false,
      properties: {
        router: {
          type: ["string", "null"],
          description: "the router that has it, without @file; null: none",
        },
        middlewares: texts("the router's middlewares, exactly these in this order, the entry point's first"),
        service: text("the router's service"),
        split: numbers("services and the part that each has of all requests: 10 %, or weights in any unit"),
        mirrors: numbers("services that get copies, in percent", 100),
        redirect: text("the URL that the gateway redirects to"),
        status: { type: "integer", minimum: 100, maximum: 599, description: "of the gateway's own answer" },
        closed: { type: "boolean", description: "whether the gateway cuts the connection off" },
        path: {
          type: "string",
          pattern: "^/",
          description: "path (and query, where it has one) as the service gets it",
        },
        host: text("the host as the service gets it"),
        headers: headers("headers as the service gets them; null: not at all", {
          type: ["string", "number", "boolean", "null"],
        }),
      },
    },
  },
} as const;
