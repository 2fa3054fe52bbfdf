#!/usr/bin/env node
import "../dist/gateway-hook-configsync.js";
