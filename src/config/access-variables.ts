import { normalizeOrigin } from '../http-edge/index.js';
import { list, oneOf } from './variable.js';

export const ACCESS = {
  AUTH: oneOf(['none', 'bearer', 'jwt'], {
    fallback: undefined,
    description:
      'Who may call. `bearer`: who has one of the known tokens; `jwt`: who has a JSON Web Token of the issuer; `none`: anyone. One has to be chosen once a public host is named.',
  }),
  ALLOWED_HOSTS: list(isHost, 'host names separated by commas', {
    fallback: undefined,
    description:
      'Values of `Host` that are served, as `name` or `name:port`, besides the host of `PUBLIC_URL` and loopback ones.',
  }),
  ALLOWED_ORIGINS: list(
    isOrigin,
    'origins separated by commas, such as https://app.example.com, chrome-extension://abcdefghijklmnop or https://*.example.com (one label in front of two or more)',
    {
      fallback: undefined,
      shownDefault: 'the origin of `PUBLIC_URL`, and loopback ones',
      description:
        'Origins whose web pages may call (CORS): `scheme://host[:port]`, also of extensions and desktop apps. `https://*.example.com` stands for one label in front of two or more. Once set, loopback origins have to be named too.',
    },
  ),
  CORS_CREDENTIALS: oneOf(['true', 'false'], {
    fallback: 'false',
    description: 'Whether web pages may send cookies along.',
  }),
} as const;

function isHost(value: string): boolean {
  return /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*))(?::\d{1,5})?$/i.test(value);
}

function isOrigin(value: string): boolean {
  return normalizeOrigin(value) !== undefined;
}
