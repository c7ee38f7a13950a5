// Jest takes `testTimeout` from the command line or for all projects only, so the e2e project sets its own here.
jest.setTimeout(60_000);
