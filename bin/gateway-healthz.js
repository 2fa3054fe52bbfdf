#!/usr/bin/env node
import "../dist/gateway-healthz.js";
