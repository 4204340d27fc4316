import { installPythonProgram, type PythonOptions } from '../../../host/python.ts';

/**
 * Installs moto unless it is installed already.
 *
 * @returns the directory with the executable `moto_server`
 * @throws StartupError that says what is missing on this machine
 */
export function motoEnvironment(options: PythonOptions): Promise<string> {
  return installPythonProgram(
    {
      name: 'moto',
      program: 'moto_server',
      neededBy: 'The AWS sandbox',
      requirements: 'sandboxes/aws/moto/requirements.txt',
    },
    options,
  );
}
