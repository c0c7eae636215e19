using GdoiSim.Cli;

return GdoiSimProgram.Run(args, Terminal.OfProcess());
