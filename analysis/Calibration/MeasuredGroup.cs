using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Analysis.Calibration;

/// <summary>A group whose members answer one rekey after the other: keys and messages of a measurement.</summary>
internal sealed class MeasuredGroup
{
    private const AddressFamily Family = AddressFamily.IPv4;

    private readonly RandomStreams _streams;

    /// <summary>Registers the members and has them answer nothing yet.</summary>
    internal MeasuredGroup(
        int members,
        KekAckRequested acknowledgement,
        ulong seed,
        SignatureChoice signature = SignatureChoice.Rsa2048)
    {
        Members = members;
        Acknowledgement = acknowledgement;
        _streams = new RandomStreams(seed);
        var options = new GroupOptions
        {
            Members = members,
            Acknowledgement = acknowledgement,
            Signature = signature,
            Seed = seed,
        };
        Keys = new GroupKeys(options, _streams);
        AckKeys = new AckKeys(Keys, acknowledgement, Family, _streams, members);
        Present = Keys.BeginRekey(1, replaceKek: false);
        Previous = Present;
    }

    internal int Members { get; }

    internal KekAckRequested Acknowledgement { get; }

    internal GroupKeys Keys { get; }

    internal AckKeys AckKeys { get; }

    /// <summary>The rekey that members answer now.</summary>
    internal RekeyMessage Present { get; private set; }

    /// <summary>The rekey before.</summary>
    internal RekeyMessage Previous { get; private set; }

    /// <summary>Sends the next rekey; ledgers have to begin it, too.</summary>
    internal void BeginRekey()
    {
        Previous = Present;
        Present = Keys.BeginRekey(Previous.Rekey + 1, replaceKek: false);
    }

    /// <summary>A pipeline of its own over a ledger.</summary>
    internal AckPipeline CreatePipeline(AckLedger ledger) => new(Keys, ledger, AckKeys, Acknowledgement, Family);

    /// <summary>Random numbers below a bound, for the order in which acknowledgements arrive.</summary>
    internal RandomStream Order => _streams.For(0x414E_0001);

    /// <summary>The ack_keys as octets: one, or one a member.</summary>
    internal byte[][] AckKeyOctets()
    {
        byte[][] keys = new byte[Acknowledgement.UsesLeafKey() ? Members : 1][];
        for (int member = 0; member < keys.Length; member++)
        {
            AckKey key = AckKeys.Derive(Present.RekeySa, member);
            keys[member] = new byte[key.Length];
            key.CopyTo(keys[member]);
        }

        return keys;
    }
}
