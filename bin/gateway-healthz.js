#!/usr/bin/env node
require("../dist/gateway-healthz.cjs");
