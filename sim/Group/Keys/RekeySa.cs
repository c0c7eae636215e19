using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>
/// One rekey SA of the group (RFC 6407 section 4): a KEK under its cookies, the sequence numbers spent under it
/// and the rekeys that they belong to.
/// </summary>
public sealed class RekeySa
{
    private readonly List<int> _rekeyOfSequence = [];

    /// <summary>An SA under which nothing was sent yet.</summary>
    /// <param name="generation">0 for the one of the registration, then counting replacements.</param>
    /// <param name="cookies">Its SPI.</param>
    /// <param name="kek">Its key.</param>
    internal RekeySa(int generation, Cookies cookies, Kek kek)
    {
        Generation = generation;
        Cookies = cookies;
        Kek = kek;
    }

    /// <summary>Number of the KEK.</summary>
    public int Generation { get; }

    /// <summary>Its SPI.</summary>
    public Cookies Cookies { get; }

    /// <summary>Its key, with the IV.</summary>
    public Kek Kek { get; }

    /// <summary>The last number spent under this SA; 0: none.</summary>
    public uint LastSequence => (uint)_rekeyOfSequence.Count;

    /// <summary>The last number whose PUSH was transmitted: what a registration tells a member (SEQ payload).</summary>
    public uint LastTransmittedSequence { get; internal set; }

    /// <summary>Until when both sides keep this SA after another has replaced it.</summary>
    public SimTime KeptUntil { get; internal set; } = SimTime.MaxValue;

    /// <summary>The rekey that a number belongs to; 0: that number was never spent.</summary>
    public int RekeyOf(uint sequence) =>
        sequence - 1 < (uint)_rekeyOfSequence.Count ? _rekeyOfSequence[(int)(sequence - 1)] : 0;

    /// <summary>Spends the next number on a message of a rekey.</summary>
    internal uint NextSequence(int rekey)
    {
        _rekeyOfSequence.Add(rekey);
        return LastSequence;
    }
}
