using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// What HMAC (RFC 2104) makes of a key before it sees the message: the SHA-2 chaining values after the inner and after
/// the outer pad. With it, an HMAC over a short message is two compressions instead of four.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IHmacState<TSelf>
    where TSelf : struct, IHmacState<TSelf>
{
    /// <summary>Octets of an HMAC: 32 or 64.</summary>
    public static abstract int HashOctets { get; }

    /// <summary>The state of a key of any length; a key longer than a block is hashed first, as RFC 2104 says.</summary>
    public static abstract TSelf FromKey(ReadOnlySpan<byte> key);
}

/// <summary>HMAC-SHA-256 after its pads: 64 octets, eight inner and eight outer chaining values.</summary>
[InlineArray(16)]
public struct HmacState256 : IHmacState<HmacState256>
{
    private uint _innerThenOuter;

    /// <inheritdoc/>
    public static int HashOctets => 32;

    /// <inheritdoc/>
    public static HmacState256 FromKey(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[64];
        block.Clear();
        if (key.Length > block.Length)
        {
            SHA256.HashData(key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        HmacState256 state = default;
        HmacPads.Compress<uint, Sha256>(block, state);
        CryptographicOperations.ZeroMemory(block);
        return state;
    }
}

/// <summary>HMAC-SHA-512 after its pads: 128 octets, eight inner and eight outer chaining values.</summary>
[InlineArray(16)]
public struct HmacState512 : IHmacState<HmacState512>
{
    private ulong _innerThenOuter;

    /// <inheritdoc/>
    public static int HashOctets => 64;

    /// <inheritdoc/>
    public static HmacState512 FromKey(ReadOnlySpan<byte> key)
    {
        Span<byte> block = stackalloc byte[128];
        block.Clear();
        if (key.Length > block.Length)
        {
            SHA512.HashData(key, block);
        }
        else
        {
            key.CopyTo(block);
        }

        HmacState512 state = default;
        HmacPads.Compress<ulong, Sha512>(block, state);
        CryptographicOperations.ZeroMemory(block);
        return state;
    }
}

internal static unsafe class HmacPads
{
    private const byte Inner = 0x36;
    private const byte Outer = 0x5c;

    /// <summary>Compresses key xor inner pad and key xor outer pad, each from the hash's initial state.</summary>
    /// <param name="key">A block.</param>
    /// <param name="state">Eight inner, then eight outer chaining values.</param>
    public static void Compress<TWord, THash>(ReadOnlySpan<byte> key, Span<TWord> state)
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord>
    {
        Pad<TWord, THash>(key, Inner, state[..8]);
        Pad<TWord, THash>(key, Outer, state[8..]);
    }

    private static void Pad<TWord, THash>(ReadOnlySpan<byte> key, byte pad, Span<TWord> state)
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord>
    {
        Span<TWord> w = stackalloc TWord[Sha2Lanes<TWord, ScalarLane<TWord>, TWord, THash>.ScheduleVectors];
        Span<byte> block = MemoryMarshal.AsBytes(w[..16]);
        for (int i = 0; i < key.Length; i++)
        {
            block[i] = (byte)(key[i] ^ pad);
        }

        for (int i = 0; i < 16; i++)
        {
            w[i] = LaneRows.ReverseBytes(w[i]);
        }

        THash.InitialState.CopyTo(state);
        fixed (TWord* words = w, chaining = state)
        {
            Sha2Lanes<TWord, ScalarLane<TWord>, TWord, THash>.Compress<WholeBlock>(chaining, words, chaining);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(w));
    }

    /// <summary>A block without padding.</summary>
    private readonly struct WholeBlock : IBlockShape
    {
        public static int MessageOctets<TWord>()
            where TWord : unmanaged => 16 * sizeof(TWord);
    }
}
