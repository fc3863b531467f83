/** Where the page of a rule is; nowhere while the package has no homepage. */
export function pageUrl(id: string, homepage: string): string | null {
  return homepage === '' ? null : `${homepage.replace(/\/$/, '')}/docs/rules/${id}.md`;
}
