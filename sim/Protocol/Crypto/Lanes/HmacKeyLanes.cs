using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// Makes the HMAC states of many keys at once, one key a lane. In LKH types each member has an ack_key of its own, and
/// a new KEK renews all of them (RFC 8263: the SPI enters the derivation).
/// </summary>
public static class HmacKeyLanes
{
    /// <summary>The states of many keys of one length.</summary>
    /// <param name="keys">The keys, one after the other.</param>
    /// <param name="keyOctets">Octets of a key; keys longer than a block are hashed first (RFC 2104).</param>
    /// <param name="states">Gets the state of each key.</param>
    /// <exception cref="ArgumentException">The keys are not as many as the states.</exception>
    public static void FromKeys<TState>(ReadOnlySpan<byte> keys, int keyOctets, Span<TState> states)
        where TState : unmanaged, IHmacState<TState> =>
        Run(AckHashLanes.Path, new HmacKeyBatch<TState>(keys, keyOctets, derivation: default, states));

    /// <summary>
    /// The states of many derived keys: ack_key = prf(base_key, derivation), where RFC 8263 derives with the label
    /// "GROUPKEY-PUSH ACK" and its NUL, the SPI, and L.
    /// </summary>
    /// <param name="baseKeys">The base keys, one after the other.</param>
    /// <param name="keyOctets">Octets of a base key.</param>
    /// <param name="derivation">What is hashed under the base keys: 1 octet to what a block holds with padding.</param>
    /// <param name="states">Gets the state of each derived key.</param>
    /// <exception cref="ArgumentException">The keys are not as many as the states, or a length is wrong.</exception>
    public static void FromDerivedKeys<TState>(
        ReadOnlySpan<byte> baseKeys, int keyOctets, ReadOnlySpan<byte> derivation, Span<TState> states)
        where TState : unmanaged, IHmacState<TState>
    {
        // A one and the length, in an eighth of a block, follow the message.
        int mostOctets = (TState.HashOctets * 2 * 7 / 8) - 1;
        if (derivation.IsEmpty || derivation.Length > mostOctets)
        {
            throw new ArgumentException(
                $"{derivation.Length} octets, allowed are 1 to {mostOctets}", nameof(derivation));
        }

        Run(AckHashLanes.Path, new HmacKeyBatch<TState>(baseKeys, keyOctets, derivation, states));
    }

    /// <summary>Runs a batch on a path of choice.</summary>
    internal static void Run<TState>(LanePath path, HmacKeyBatch<TState> batch)
        where TState : unmanaged, IHmacState<TState> => LaneWork.Run<TState, HmacKeyBatch<TState>>(path, batch);
}

/// <summary>
/// What <see cref="HmacKeyLanes"/> is asked to do; without a derivation the keys are taken as they are.
/// </summary>
internal readonly ref struct HmacKeyBatch<TState> : ILaneWork<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private readonly ReadOnlySpan<byte> _keys;
    private readonly int _keyOctets;

    public HmacKeyBatch(
        ReadOnlySpan<byte> keys, int keyOctets, ReadOnlySpan<byte> derivation, Span<TState> states)
    {
        if (keyOctets < 0 || keys.Length != (long)keyOctets * states.Length)
        {
            throw new ArgumentException(
                $"{states.Length} keys of {keyOctets} octets do not have {keys.Length} octets", nameof(keys));
        }

        _keys = keys;
        _keyOctets = keyOctets;
        Derivation = derivation;
        States = states;
    }

    public ReadOnlySpan<byte> Derivation { get; }

    public Span<TState> States { get; }

    /// <inheritdoc/>
    public void On<TVector, TLanes, TWord, THash>()
        where TVector : unmanaged
        where TLanes : struct, ILaneVector<TVector, TWord>
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord> => HmacKeyGroups<TState, TVector, TLanes, TWord, THash>.Run(this);

    /// <summary>Copies a key into a block of zeros; one that is longer than the block is hashed into it.</summary>
    public void CopyKey(int index, Span<byte> block)
    {
        ReadOnlySpan<byte> key = _keys.Slice(index * _keyOctets, _keyOctets);
        block.Clear();
        if (key.Length <= block.Length)
        {
            key.CopyTo(block);
        }
        else if (TState.HashOctets == SHA256.HashSizeInBytes)
        {
            SHA256.HashData(key, block);
        }
        else
        {
            SHA512.HashData(key, block);
        }
    }
}

internal static unsafe class HmacKeyGroups<TState, TVector, TLanes, TWord, THash>
    where TState : unmanaged, IHmacState<TState>
    where TVector : unmanaged
    where TLanes : struct, ILaneVector<TVector, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
    where THash : struct, ISha2<TWord>
{
    private const int RowOctets = 32;
    private const int MostLanes = 16;
    private const int CacheLine = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    private static int Lanes => sizeof(TVector) / sizeof(TWord);

    private static int BlockOctets => 16 * sizeof(TWord);

    private static int RowsInBlock => BlockOctets / RowOctets;

    private static int WordsInRow => RowOctets / sizeof(TWord);

    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void Run(HmacKeyBatch<TState> batch)
    {
        const int StateVectors = 16, KeyVectors = 16;
        int vectors = StateVectors + KeyVectors + Sha2Lanes<TVector, TLanes, TWord, THash>.ScheduleVectors;
        byte* memory = stackalloc byte[(vectors * sizeof(TVector)) + CacheLine];
        TVector* states = (TVector*)(((nint)memory + CacheLine - 1) & -CacheLine);
        TVector* key = states + StateVectors;
        TVector* w = key + KeyVectors;
        nint* rows = stackalloc nint[MostLanes];
        TWord* derivation = stackalloc TWord[16];
        ReadDerivation(batch.Derivation, derivation);
        BlockPadding<TWord> derivationPadding = BlockPadding<TWord>.After<THash>(batch.Derivation.Length);
        BlockPadding<TWord> digestPadding = BlockPaddings<TWord, THash>.After(TState.HashOctets);
        for (int first = 0; first < batch.States.Length; first += Lanes)
        {
            ReadKeys(batch, first, key);
            Pad(key, w, states);
            if (!batch.Derivation.IsEmpty)
            {
                for (int i = 0; i < derivationPadding.MessageWords; i++)
                {
                    w[i] = TLanes.Broadcast(derivation[i]);
                }

                Sha2Lanes<TVector, TLanes, TWord, THash>.Compress(states, w, &derivationPadding, w);
                Sha2Lanes<TVector, TLanes, TWord, THash>.Compress(states + 8, w, &digestPadding, key);
                new Span<TVector>(key + 8, 8).Clear();
                Pad(key, w, states);
            }

            for (int lane = 0; lane < Lanes; lane++)
            {
                // Lanes beyond the end did the last key again.
                rows[lane] = (nint)Math.Min(first + lane, batch.States.Length - 1) * sizeof(TState);
            }

            ref byte destination = ref Unsafe.As<TState, byte>(ref MemoryMarshal.GetReference(batch.States));
            for (int row = 0; row < RowsInBlock; row++)
            {
                TLanes.WriteRows(states + (row * WordsInRow), ref Unsafe.Add(ref destination, row * RowOctets), rows);
            }
        }
    }

    /// <summary>The sixteen words of a group's keys.</summary>
    [SkipLocalsInit]
    private static void ReadKeys(HmacKeyBatch<TState> batch, int first, TVector* key)
    {
        byte* blocks = stackalloc byte[MostLanes * BlockOctets];
        nint* rows = stackalloc nint[MostLanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            rows[lane] = lane * BlockOctets;
            batch.CopyKey(
                Math.Min(first + lane, batch.States.Length - 1), new Span<byte>(blocks + rows[lane], BlockOctets));
        }

        for (int row = 0; row < RowsInBlock; row++)
        {
            TLanes.ReadRows(ref blocks[row * RowOctets], rows, key + (row * WordsInRow));
        }

        for (int i = 0; i < 16; i++)
        {
            key[i] = TLanes.ReverseBytes(key[i]);
        }
    }

    /// <summary>Hashes key xor inner pad and key xor outer pad.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Pad(TVector* key, TVector* w, TVector* states)
    {
        BlockPadding<TWord> none = BlockPadding<TWord>.None;
        for (int half = 0; half < 2; half++)
        {
            // A word of pads: the octet in every place.
            TVector pad = TLanes.Broadcast(
                TWord.AllBitsSet / TWord.CreateTruncating(byte.MaxValue)
                * TWord.CreateTruncating(half == 0 ? InnerPad : OuterPad));
            for (int i = 0; i < 16; i++)
            {
                w[i] = TLanes.Xor(key[i], pad);
            }

            for (int i = 0; i < 8; i++)
            {
                states[i] = TLanes.Broadcast(THash.InitialState[i]);
            }

            Sha2Lanes<TVector, TLanes, TWord, THash>.Compress(states, w, &none, states);
            states += 8;
        }
    }

    /// <summary>The derivation's words, with the one that begins its padding if that falls inside a word.</summary>
    private static void ReadDerivation(ReadOnlySpan<byte> derivation, TWord* words)
    {
        Span<byte> octets = new(words, BlockOctets);
        octets.Clear();
        derivation.CopyTo(octets);
        octets[derivation.Length] = 0x80;
        for (int i = 0; i < 16; i++)
        {
            words[i] = LaneRows.ReverseBytes(words[i]);
        }
    }
}
