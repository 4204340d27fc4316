import { installPythonProgram, type PythonOptions } from '../../host/python.ts';

/**
 * Installs schemathesis unless it is installed already.
 *
 * @returns the directory with its executable
 * @throws StartupError that says what is missing on this machine
 */
export function pythonEnvironment(options: PythonOptions): Promise<string> {
  return installPythonProgram(
    {
      name: 'conformance',
      program: 'schemathesis',
      neededBy: 'The conformance run',
      requirements: 'tools/conformance/requirements.txt',
    },
    options,
  );
}
