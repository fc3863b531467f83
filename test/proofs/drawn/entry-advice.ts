import { type Advice, allow, BRANCH, deny, dualstack, ip, OFFICE, OFFICE6, publicApi, write } from './advised.ts';

/** What the messages about entries tell a user to do, done. */
export const ENTRY_ADVICE: readonly Advice[] = [
  {
    of: 'no-wildcard-source entry',
    given: publicApi(allow(ip(['0.0.0.0/0', OFFICE]))),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-wildcard-source union',
    given: publicApi(allow(ip(['0.0.0.0/1', '128.0.0.0/1']))),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-wildcard-source star',
    given: publicApi(allow({ operator: 'StringLike', key: 'aws:SourceIp', values: ['*'] })),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-broad-source broad',
    given: publicApi(allow(ip(['54.0.0.0/8', OFFICE]))),
    follow: [['closes', write(allow(ip([BRANCH, OFFICE])))]],
  },
  {
    of: 'no-unroutable-source unroutable',
    given: publicApi(allow(ip(['10.0.0.0/16', OFFICE]))),
    follow: [['opens', write(allow(ip([BRANCH, OFFICE])))]],
  },
  {
    of: 'no-ipv6-gap gap',
    given: dualstack(deny(ip([OFFICE])), allow()),
    follow: [['closes', write(deny(ip([OFFICE, OFFICE6])), allow())]],
  },
  {
    of: 'no-ipv6-lockout lockout',
    given: dualstack(allow(ip([OFFICE]))),
    follow: [
      ['opens', write(allow(ip([OFFICE, OFFICE6])))],
      ['keeps', (template) => ({ ...template, addressType: 'ipv4' })],
    ],
  },
  {
    of: 'no-host-bits hostBits',
    given: publicApi(allow(ip(['52.94.76.9/24']))),
    follow: [
      ['keeps', write(allow(ip([OFFICE])))],
      ['closes', write(allow(ip(['52.94.76.9/32'])))],
    ],
  },
  {
    of: 'prefer-explicit-prefix bare',
    given: dualstack(allow(ip([OFFICE, '2600:1f18::9']))),
    follow: [['closes', write(allow(ip([OFFICE, '2600:1f18::9/128'])))]],
  },
  {
    of: 'prefer-explicit-prefix mapped',
    given: publicApi(allow(ip([OFFICE, '::ffff:54.239.98.1']))),
    follow: [['opens', write(allow(ip([OFFICE, '54.239.98.1/32'])))]],
  },
  {
    of: 'no-duplicate-cidrs duplicate',
    given: publicApi(allow(ip([OFFICE, BRANCH, OFFICE]))),
    follow: [
      ['keeps', write(allow(ip([OFFICE, BRANCH])))],
      ['keeps', write(allow(ip([BRANCH, OFFICE])))],
    ],
  },
  {
    of: 'no-overlapping-cidrs covered',
    given: publicApi(allow(ip([OFFICE, '52.94.76.9']))),
    follow: [['keeps', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-overlapping-cidrs together',
    given: publicApi(allow(ip(['2600:1f18::/33', '2600:1f18::9', OFFICE])), allow(ip(['2600:1f18:8000::/33']))),
    follow: [['keeps', write(allow(ip(['2600:1f18::/33', OFFICE])), allow(ip(['2600:1f18:8000::/33'])))]],
  },
  {
    of: 'no-conflicting-cidrs denied',
    given: publicApi(allow(ip([OFFICE, BRANCH])), deny(ip([BRANCH, '9.9.9.9']))),
    follow: [
      ['keeps', write(allow(ip([OFFICE])), deny(ip([BRANCH, '9.9.9.9'])))],
      ['opens', write(allow(ip([OFFICE, BRANCH])), deny(ip(['9.9.9.9'])))],
    ],
  },
  {
    of: 'no-partly-denied-cidrs partly',
    given: publicApi(allow(ip([OFFICE])), deny(ip(['52.94.76.0/25']))),
    follow: [['keeps', write(allow(ip(['52.94.76.128/25'])), deny(ip(['52.94.76.0/25'])))]],
  },
  {
    of: 'prefer-aggregated-cidrs shorter',
    given: publicApi(allow(ip(['52.94.76.0/25', '52.94.76.128/25']))),
    follow: [['keeps', write(allow(ip([OFFICE])))]],
  },
];
