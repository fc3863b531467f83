declare module 'cfn-include' {
  /** https://github.com/monken/cfn-include */
  export default function cfnInclude(options: { readonly template: unknown; readonly url: string }): Promise<unknown>;
}
