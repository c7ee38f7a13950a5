/** What the servers of the tests that are processes of their own are started with. */
export const ROOKERY_OPTIONS = { directRoutes: process.env.ROOKERY_TEST_DIRECT_ROUTES !== 'off' };
