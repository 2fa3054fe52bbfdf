#!/usr/bin/env node
require("../dist/gateway.cjs");
