import { render } from 'preact';
import { App } from './app.tsx';
import { scrollMemory } from './scroll.ts';

const place = document.getElementById('app');
scrollMemory.start();
if (place !== null) render(<App />, place);
