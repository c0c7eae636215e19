using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace GdoiSim.Analysis.Calibration;

/// <summary>Runs work on several cores that begin together.</summary>
internal static class CoreTeam
{
    /// <summary>Runs the work once a core.</summary>
    /// <param name="cores">Cores, from 1.</param>
    /// <param name="work">Told the number of its core.</param>
    /// <returns>Time from the first start to the last end.</returns>
    internal static TimeSpan Run(int cores, Action<int> work)
    {
        long[] began = new long[cores];
        long[] ended = new long[cores];
        ExceptionDispatchInfo?[] faults = new ExceptionDispatchInfo?[cores];
        using var start = new Barrier(cores);
        void RunOne(int core)
        {
            start.SignalAndWait();
            began[core] = Stopwatch.GetTimestamp();
            try
            {
                work(core);
            }
            catch (Exception exception)
            {
                // Told where it can be caught: on the caller's thread.
                faults[core] = ExceptionDispatchInfo.Capture(exception);
            }

            ended[core] = Stopwatch.GetTimestamp();
        }

        var others = new Thread[cores - 1];
        for (int i = 0; i < others.Length; i++)
        {
            int core = i + 1;
            others[i] = new Thread(() => RunOne(core)) { IsBackground = true };
            others[i].Start();
        }

        RunOne(0);
        foreach (Thread other in others)
        {
            other.Join();
        }

        faults.FirstOrDefault(fault => fault is not null)?.Throw();
        return Stopwatch.GetElapsedTime(began.Min(), ended.Max());
    }
}
