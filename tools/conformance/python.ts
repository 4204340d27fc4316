import { pythonProgram, type PythonPlaces } from '../python/environment.ts';

/** The folder with schemathesis, made where it is missing. Throws a StartupError that says what is missing. */
export function pythonEnvironment(places: PythonPlaces): Promise<string> {
  return pythonProgram(
    {
      name: 'conformance',
      program: 'schemathesis',
      neededBy: 'The conformance run',
      requirements: 'tools/conformance/requirements.txt',
    },
    places,
  );
}
