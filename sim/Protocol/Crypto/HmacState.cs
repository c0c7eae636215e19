using System.Runtime.CompilerServices;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// What HMAC (RFC 2104) makes of a key before it sees the message: the SHA-2 chaining values after the inner and after
/// the outer pad. With it, an HMAC over a short message is two compressions instead of four.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IHmacState<TSelf>
    where TSelf : unmanaged, IHmacState<TSelf>
{
    /// <summary>Octets of an HMAC: 32 or 64.</summary>
    public static abstract int HashOctets { get; }

    /// <summary>
    /// The state of a key of any length; a key longer than a block is hashed first, as RFC 2104 says.
    /// </summary>
    /// <remarks>For many keys, <see cref="HmacKeyLanes"/> takes a fraction of the time.</remarks>
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
        HmacState256 state = default;
        HmacKeyLanes.FromKeys(key, key.Length, new Span<HmacState256>(ref state));
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
        HmacState512 state = default;
        HmacKeyLanes.FromKeys(key, key.Length, new Span<HmacState512>(ref state));
        return state;
    }
}
