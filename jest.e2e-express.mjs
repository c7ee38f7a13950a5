// The service of the tests is without direct routes: every request passes through Express.
process.env.ROOKERY_TEST_DIRECT_ROUTES = 'off';
