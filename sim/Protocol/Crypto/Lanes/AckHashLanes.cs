using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

[assembly: InternalsVisibleTo("GdoiSim.Protocol.Tests")]
[assembly: InternalsVisibleTo("GdoiSim.Bench")]

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// Writes and checks the HASH of many GROUPKEY-PUSH-ACKs at once (RFC 8263: HASH = prf(ack_key, SEQ | ID)),
/// HMAC-SHA-256 or HMAC-SHA-512 by the type of the key's state, one message a vector lane.
/// </summary>
/// <remarks>
/// An acknowledgement lies in a slot; slot i starts at octet i × stride of the slab. Its HASH begins at octet
/// <see cref="HashOffset"/> of the slot (behind the header and the generic payload header) and the message, the SEQ and
/// the ID payload, right behind the HASH: 20 octets with an IPv4 address, 32 with IPv6. Nothing else is read or
/// written. An entry is a slot to do: all of the first count, or those in a list. Every path gives the same octets; the
/// comparison takes the same time wherever the difference is. Nothing is allocated.
/// </remarks>
public static class AckHashLanes
{
    /// <summary>Where the HASH begins in a slot: 28 octets of header, 4 of generic payload header.</summary>
    public const int HashOffset = 32;

    /// <summary>The path that this machine and process use: the widest that the hardware carries out.</summary>
    public static LanePath Path =>
        Vector512.IsHardwareAccelerated ? LanePath.Vector512
        : Vector256.IsHardwareAccelerated ? LanePath.Vector256
        : Vector128.IsHardwareAccelerated ? LanePath.Vector128
        : LanePath.Scalar;

    /// <summary>Octets of a slot up to the end of its message, the least that a stride can be.</summary>
    public static int SlotOctets<TState>(int messageLength)
        where TState : unmanaged, IHmacState<TState> => HashOffset + TState.HashOctets + messageLength;

    /// <summary>Writes the HASH of slots 0 to count - 1, all with one key.</summary>
    /// <param name="slab">The slots.</param>
    /// <param name="stride">Octets from one slot to the next, at least <see cref="SlotOctets"/>.</param>
    /// <param name="count">Slots to do.</param>
    /// <param name="messageLength">Octets of SEQ and ID payload: 20 or 32.</param>
    /// <param name="key">The ack_key's state.</param>
    /// <exception cref="ArgumentException">
    /// A slot lies outside the slab, or a length or index is out of range.
    /// </exception>
    public static void Write<TState>(Span<byte> slab, int stride, int count, int messageLength, in TState key)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToWrite(slab, stride, count, messageLength).With(in key));

    /// <summary>Writes the HASH of the slots listed, all with one key.</summary>
    /// <inheritdoc cref="Write{TState}(Span{byte}, int, int, int, in TState)"/>
    public static void Write<TState>(
        Span<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength, in TState key)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToWrite(slab, stride, slots, messageLength).With(in key));

    /// <summary>Writes the HASH of slots 0 to count - 1, slot i with key keys[keyIndex[i]].</summary>
    /// <inheritdoc cref="Write{TState}(Span{byte}, int, int, int, in TState)"/>
    public static void Write<TState>(
        Span<byte> slab, int stride, int count, int messageLength,
        ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToWrite(slab, stride, count, messageLength).With(keys, keyIndex));

    /// <summary>Writes the HASH of the slots listed, slot slots[i] with key keys[keyIndex[i]].</summary>
    /// <inheritdoc cref="Write{TState}(Span{byte}, int, int, int, in TState)"/>
    public static void Write<TState>(
        Span<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength,
        ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToWrite(slab, stride, slots, messageLength).With(keys, keyIndex));

    /// <summary>Checks the HASH of slots 0 to count - 1, all with one key.</summary>
    /// <param name="slab">The slots.</param>
    /// <param name="stride">Octets from one slot to the next, at least <see cref="SlotOctets"/>.</param>
    /// <param name="count">Slots to do.</param>
    /// <param name="messageLength">Octets of SEQ and ID payload: 20 or 32.</param>
    /// <param name="key">The ack_key's state.</param>
    /// <param name="valid">Gets 1 at i if the HASH of entry i is right, 0 if not; at least one octet an entry.</param>
    /// <exception cref="ArgumentException">
    /// A slot lies outside the slab, or a length or index is out of range.
    /// </exception>
    public static void Check<TState>(
        ReadOnlySpan<byte> slab, int stride, int count, int messageLength, in TState key, Span<byte> valid)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToCheck(slab, stride, count, messageLength, valid).With(in key));

    /// <summary>Checks the HASH of the slots listed, all with one key; valid[i] is about slot slots[i].</summary>
    /// <inheritdoc cref="Check{TState}(ReadOnlySpan{byte}, int, int, int, in TState, Span{byte})"/>
    public static void Check<TState>(
        ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength, in TState key,
        Span<byte> valid)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToCheck(slab, stride, slots, messageLength, valid).With(in key));

    /// <summary>Checks the HASH of slots 0 to count - 1, slot i with key keys[keyIndex[i]].</summary>
    /// <inheritdoc cref="Check{TState}(ReadOnlySpan{byte}, int, int, int, in TState, Span{byte})"/>
    public static void Check<TState>(
        ReadOnlySpan<byte> slab, int stride, int count, int messageLength,
        ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex, Span<byte> valid)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToCheck(slab, stride, count, messageLength, valid).With(keys, keyIndex));

    /// <summary>Checks the HASH of the slots listed, slot slots[i] with key keys[keyIndex[i]] into valid[i].</summary>
    /// <inheritdoc cref="Check{TState}(ReadOnlySpan{byte}, int, int, int, in TState, Span{byte})"/>
    public static void Check<TState>(
        ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength,
        ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex, Span<byte> valid)
        where TState : unmanaged, IHmacState<TState> =>
        Run(Path, AckHashBatch<TState>.ToCheck(slab, stride, slots, messageLength, valid).With(keys, keyIndex));

    /// <summary>Runs a batch on a path of choice.</summary>
    internal static void Run<TState>(LanePath path, AckHashBatch<TState> batch)
        where TState : unmanaged, IHmacState<TState> => LaneWork.Run<TState, AckHashBatch<TState>>(path, batch);
}
