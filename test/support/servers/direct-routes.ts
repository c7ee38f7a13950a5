/** Whether the service has direct routes in the tests: not in those of the project e2e-express. */
export const DIRECT_ROUTES = process.env['ROOKERY_TEST_DIRECT_ROUTES'] !== 'off';
