// The tests' stand-in for AWS with 1,000 APIs of two stages each, in a process of its own. Sends its URL, and on `times` when
// each request for API Gateway came.
import { serveAws } from '../test/live/server.ts';
import { ACCOUNT, REGION, shop } from '../test/live/shop.ts';

const times: number[] = [];
const apis = Array.from({ length: 1000 }, (_, i) => ({ ...shop(`api${i}`), resources: [{ path: '/' }] }));
const { url } = await serveAws(
  { [ACCOUNT]: { [REGION]: { apis } } },
  {
    pageSize: 500,
    reply: ({ service }) => {
      if (service === 'apigateway') times.push(performance.now());
      return undefined;
    },
  },
);
process.on('message', () => process.send?.(times.splice(0)));
process.send?.(url);
