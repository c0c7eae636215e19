namespace GdoiSim.Cli;

/// <summary>What the process tells its caller. README.md and <c>--help</c> list the same numbers.</summary>
internal static class ExitCode
{
    /// <summary>Done as asked.</summary>
    public const int Success = 0;

    /// <summary>It went wrong on the way: a result that cannot be written, a fault of the program.</summary>
    public const int Failure = 1;

    /// <summary>Not begun, nothing written: a wrong command line, a wrong scenario, a target that exists.</summary>
    public const int Usage = 2;

    /// <summary>Done, and a threshold of the scenario was not met; the result is whole.</summary>
    public const int ThresholdFailed = 3;

    /// <summary>Done, and no value of a plan's bracket is feasible; the result is whole.</summary>
    public const int NotFeasible = 4;

    /// <summary>
    /// Interrupted by Ctrl-C or SIGTERM: the result is whole and says <c>partial</c>. The number that shells give a
    /// program that SIGINT ended.
    /// </summary>
    public const int Interrupted = 130;
}
