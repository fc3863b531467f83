import type { Coverage } from '../report/report.ts';
import { shortList } from './short-list.ts';
import { count } from './summary-line.ts';

/** What a live run covers, in words: nothing is said of the rest. */
export function coverageText({ accounts, regions, restApis, audited, notListed }: Coverage): string {
  const seen = `${count(restApis, 'REST API')} seen, ${audited} audited`;
  const where = [
    `${noun('account', accounts)} ${shortList(accounts, 'account')}`,
    `${noun('Region', regions)} ${shortList(regions, 'Region') || 'none'}`,
  ].join(', ');
  return `covers ${where}: ${seen}; ${notListed.join(' and ')} APIs cannot have a resource policy and are not listed`;
}

const noun = (name: string, list: readonly string[]): string => (list.length === 1 ? name : `${name}s`);
