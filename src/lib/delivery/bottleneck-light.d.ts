/** Bottleneck without its Redis, which comes without types: they are the same. */
declare module 'bottleneck/light' {
  export { default } from 'bottleneck';
}
