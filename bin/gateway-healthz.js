#!/usr/bin/env node
require("../dist/start.cjs").scripts.run("gateway-healthz");
