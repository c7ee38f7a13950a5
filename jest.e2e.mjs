// Jest takes `testTimeout` from the command line or for all projects only, so these projects set their own here. It ends a
// test that hangs; a busy machine must not reach it.
jest.setTimeout(300_000);
