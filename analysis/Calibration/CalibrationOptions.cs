using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// What <see cref="ServiceTimeCalibration"/> and <see cref="RegistrationCalibration"/> measure.
/// </summary>
public sealed record CalibrationOptions
{
    /// <summary>Most acknowledgements that are taken together: what a socket buffer of the usual size holds.</summary>
    public const int LargestBatch = 128;

    /// <summary>Members of the group, all resident; at least eight batches.</summary>
    public int Members { get; init; } = 100_000;

    /// <summary>The kind of acknowledgement; not none.</summary>
    public KekAckRequested Acknowledgement { get; init; } = KekAckRequested.KekSha256;

    /// <summary>What the measured rekeys are signed with.</summary>
    public SignatureChoice Signature { get; init; } = SignatureChoice.Rsa2048;

    /// <summary>Acknowledgements that the server takes from its socket before it works on them together.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>
    /// Whether acknowledgements come through a UDP socket of this host, as they do to a real key server, so that the
    /// operating system's part of receiving counts; otherwise they lie in memory.
    /// </summary>
    public bool Socket { get; init; } = true;

    /// <summary>How long to measure, setting up not included.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How both sides sign phase 1 of the measured registrations.</summary>
    public SignatureChoice Authentication { get; init; } = new RegistrationOptions().Authentication;

    /// <summary>The Diffie–Hellman group of the measured registrations.</summary>
    public DiffieHellmanGroup DiffieHellman { get; init; } = new RegistrationOptions().DiffieHellman;

    /// <summary>The fewest registrations to measure, at least 1.</summary>
    public int Registrations { get; init; } = 101;

    /// <summary>How long to measure registrations.</summary>
    public TimeSpan RegistrationTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Root of keys and order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">Something is out of its range.</exception>
    internal void Check()
    {
        if (Acknowledgement == KekAckRequested.None || !Enum.IsDefined(Acknowledgement))
        {
            throw new ArgumentException($"found type {Acknowledgement}; allowed: a KEK or LKH type");
        }

        if (Registrations < 1)
        {
            throw new ArgumentException($"found {Registrations} registrations; allowed: at least 1");
        }

        if (Batch < 1 || Batch > LargestBatch)
        {
            throw new ArgumentException($"found a batch of {Batch}; allowed: 1 to {LargestBatch}");
        }

        if (Members < 8 * Batch || Members > AckBenchmarkOptions.MostMembers)
        {
            throw new ArgumentException(
                $"found {Members} members; allowed: {8 * Batch} (eight batches) to {AckBenchmarkOptions.MostMembers}");
        }
    }
}
