using GdoiSim.Cli;
using GdoiSim.Cli.Running;

Rehearsal.BeginFor(args);
return GdoiSimProgram.Run(args, Terminal.OfProcess());
