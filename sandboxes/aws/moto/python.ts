import { pythonProgram, type PythonPlaces } from '../../../tools/python/environment.ts';

/** The folder with moto's server, made where it is missing. Throws a StartupError that says what is missing. */
export function motoEnvironment(places: PythonPlaces): Promise<string> {
  return pythonProgram(
    {
      name: 'moto',
      program: 'moto_server',
      neededBy: 'The AWS sandbox',
      requirements: 'sandboxes/aws/moto/requirements.txt',
    },
    places,
  );
}
