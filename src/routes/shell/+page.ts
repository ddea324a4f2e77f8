// Empty on purpose: the worker serves this page at any address and the router goes on from there.
export const prerender = true;
export const ssr = false;
