using System.Diagnostics;
using GdoiSim.Group;
using GdoiSim.Protocol;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// Measures what each request of a registration costs a key server on this host: phase 1 with its Diffie–Hellman
/// exchange and signatures, then GROUPKEY-PULL, in real messages. Only the key server's part is timed, on one core; the
/// octets lie in memory.
/// </summary>
public static class RegistrationCalibration
{
    /// <summary>Registrations whose samples are thrown away: the first ones compile the code that they run.</summary>
    private const int WarmUp = 3;

    /// <summary>Measures.</summary>
    /// <param name="options">What is measured, and for how long at least.</param>
    /// <param name="cancellation">Stops between two registrations.</param>
    /// <returns>
    /// A table a request, by its key in <c>registration.service_time</c>, in the order of the messages.
    /// </returns>
    /// <exception cref="InvalidOperationException">One side refused what the other one sent.</exception>
    public static IReadOnlyList<(string Request, TimeTable Time)> Run(
        CalibrationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var rehearsal = new RegistrationRehearsal(new GroupOptions
        {
            // Each begins with keys of its own; how many there are does not matter.
            Members = 1000,
            Seed = options.Seed,
            Registration = new RegistrationOptions
            {
                Mode = RegistrationMode.Full,
                Authentication = options.Authentication,
                DiffieHellman = options.DiffieHellman,
            },
        });
        IReadOnlyList<string> requests = rehearsal.Requests;
        var samples = requests.Select(_ => new List<double>()).ToArray();
        for (int i = 0; i < WarmUp; i++)
        {
            Register(rehearsal, samples);
        }

        Array.ForEach(samples, list => list.Clear());
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Register(rehearsal, samples);
        }
        while (samples[0].Count < options.Registrations || Stopwatch.GetElapsedTime(start) < options.RegistrationTime);
        return [.. requests.Zip(samples, (request, taken) => (request, TimeTable.Of(taken)))];
    }

    private static void Register(RegistrationRehearsal rehearsal, List<double>[] samples)
    {
        rehearsal.Begin();
        foreach (List<double> taken in samples)
        {
            long start = Stopwatch.GetTimestamp();
            DiscardReason reason = rehearsal.Serve();
            taken.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            Require(reason, "key server");
            Require(rehearsal.Take(), "member");
        }
    }

    private static void Require(DiscardReason reason, string side)
    {
        if (reason != DiscardReason.None)
        {
            throw new InvalidOperationException($"the {side} refused a message of a registration: {reason.ToName()}");
        }
    }
}
