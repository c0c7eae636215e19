using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>A batch of received acknowledgements with an IPv4 identity, of which a third has a wrong HASH.</summary>
internal sealed class AckWorkload<TState>
    where TState : unmanaged, IHmacState<TState>
{
    /// <summary>Acknowledgements in a batch: 344 kB with SHA-256, which stays in the second-level cache.</summary>
    public const int Batch = 4096;

    public const int MessageLength = 20;

    private const int KeyOctets = 32;

    private readonly byte[] _keyOctets;

    /// <summary>Draws keys and messages, and has the lanes write the HASHes before a third is spoilt.</summary>
    /// <param name="keys">Keys in the table: 1, or as many as there are members.</param>
    public AckWorkload(int keys)
    {
        Random random = new(1);
        Stride = AckHashLanes.SlotOctets<TState>(MessageLength);
        Slab = new byte[Batch * Stride];
        random.NextBytes(Slab);
        _keyOctets = new byte[keys * KeyOctets];
        random.NextBytes(_keyOctets);
        Keys = new TState[keys];
        for (int i = 0; i < keys; i++)
        {
            Keys[i] = TState.FromKey(Key(i));
        }

        KeyIndex = new int[Batch];
        for (int i = 0; i < Batch; i++)
        {
            KeyIndex[i] = random.Next(keys);
        }

        AckHashLanes.Write(Slab, Stride, Batch, MessageLength, Keys, KeyIndex);
        for (int i = 0; i < Batch; i += 3)
        {
            Hash(i)[random.Next(TState.HashOctets)] ^= 1;
        }
    }

    public int Stride { get; }

    public byte[] Slab { get; }

    public TState[] Keys { get; }

    public int[] KeyIndex { get; }

    /// <summary>The verdicts, one an acknowledgement.</summary>
    public byte[] Valid { get; } = new byte[Batch];

    public Span<byte> Key(int index) => _keyOctets.AsSpan(index * KeyOctets, KeyOctets);

    public Span<byte> Hash(int slot) => Slab.AsSpan((slot * Stride) + AckHashLanes.HashOffset, TState.HashOctets);

    public Span<byte> Message(int slot) =>
        Slab.AsSpan((slot * Stride) + AckHashLanes.HashOffset + TState.HashOctets, MessageLength);

    /// <summary>Checks the batch in lanes, each acknowledgement under the key of its index.</summary>
    public void CheckKeyed(LanePath path) => AckHashLanes.Run(
        path, AckHashBatch<TState>.ToCheck(Slab, Stride, Batch, MessageLength, Valid).With(Keys, KeyIndex));

    /// <summary>Checks the batch in lanes under the first key.</summary>
    public void Check(LanePath path) => AckHashLanes.Run(
        path, AckHashBatch<TState>.ToCheck(Slab, Stride, Batch, MessageLength, Valid).With(in Keys[0]));

    /// <summary>Writes the HASHes of the batch in lanes under the first key.</summary>
    public void Write(LanePath path) => AckHashLanes.Run(
        path, AckHashBatch<TState>.ToWrite(Slab, Stride, Batch, MessageLength).With(in Keys[0]));
}
