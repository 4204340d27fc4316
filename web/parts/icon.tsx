/** Small icons, drawn as paths so that they need no font. Shapes differ, so colour is not the only sign. */

const SHAPES = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4 4 12 12M12 4 4 12',
  ring: 'M8 3.5a4.5 4.5 0 1 0 .01 0Z',
  half: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  back: 'M6 3 2.5 6.5 6 10M3 6.5h6a3.5 3.5 0 0 1 0 7H7',
  bar: 'M8 2a6 6 0 1 0 .01 0ZM3.8 12.2 12.2 3.8',
  equal: 'M4 6h8M4 10h8',
  out: 'M6 4h6v6M12 4 4 12',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  swap: 'M4 5.5h8L9.5 3M12 10.5H4L6.5 13',
  pencil: 'M4 12l.6-2.6L10.8 3.2l2 2L6.6 11.4 4 12Z',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.8 2.1c-.9.6-1.3 1-1.3 1.9M8 13h.01',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  down: 'M8 3v8M4.5 7.5 8 11l3.5-3.5M3.5 13.5h9',
  dot: 'M8 8h.01',
} as const;
export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
