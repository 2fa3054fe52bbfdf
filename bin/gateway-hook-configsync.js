#!/usr/bin/env node
require("../dist/gateway-hook-configsync.cjs");
