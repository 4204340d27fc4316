/** The library that reaches proxies, for `import()`. In a bundle, an `import()` of a CommonJS module has no names. */
export { Agent, fetch, Pool, ProxyAgent } from 'undici';
