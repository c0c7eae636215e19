using System.Numerics;
using System.Runtime.CompilerServices;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The part of a block that is not message, and what the schedule makes of it. The block ends a hash whose first block
/// was an HMAC pad, so that padding and length are the same for every message of one length.
/// </summary>
internal struct BlockPadding<TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    /// <summary>Most words of a message whose words 8 to 15 are padding.</summary>
    public const int ShortWords = 8;

    /// <summary>Words that hold message, the last of them perhaps in part; 16 in a block without padding.</summary>
    public readonly int MessageWords;

    /// <summary>
    /// From <see cref="MessageWords"/> to 15 the padding (a one, zeros, the length of both blocks in bits). From 16 to
    /// 31, for a short message, the sum of the terms of those words of the schedule that come of words 8 to 15.
    /// </summary>
    public ScheduleWords Words;

    private BlockPadding(int messageWords)
    {
        MessageWords = messageWords;
    }

    /// <summary>A block that is all message.</summary>
    public static BlockPadding<TWord> None => new(16);

    /// <summary>The padding behind a number of octets, which must leave room for it.</summary>
    public static BlockPadding<TWord> After<THash>(int messageOctets)
        where THash : struct, ISha2<TWord>
    {
        int wordOctets = Unsafe.SizeOf<TWord>();
        BlockPadding<TWord> block = new((messageOctets + wordOctets - 1) / wordOctets);
        if (messageOctets % wordOctets == 0)
        {
            block.Words[block.MessageWords] = TWord.RotateRight(TWord.One, 1);
        }

        block.Words[15] = TWord.CreateTruncating(((16 * wordOctets) + messageOctets) * 8);
        ScheduleWords padding = block.Words;
        for (int t = 16; t < 32; t++)
        {
            TWord certain = t < 23 ? padding[t - 7] : TWord.Zero;
            certain += t < 18 ? THash.ScheduleSigma1<TWord, ScalarLane<TWord>>(padding[t - 2]) : TWord.Zero;
            certain += t > 23 ? padding[t - 16] : TWord.Zero;
            certain += t is > 22 and < 31
                ? THash.ScheduleSigma0<TWord, ScalarLane<TWord>>(padding[t - 15]) : TWord.Zero;
            block.Words[t] = certain;
        }

        return block;
    }

    [InlineArray(32)]
    public struct ScheduleWords
    {
        private TWord _first;
    }
}

/// <summary>The paddings of the acknowledgement's messages, computed once.</summary>
internal static class BlockPaddings<TWord, THash>
    where TWord : unmanaged, IBinaryInteger<TWord>
    where THash : struct, ISha2<TWord>
{
    private static readonly BlockPadding<TWord> Octets20 = BlockPadding<TWord>.After<THash>(20);
    private static readonly BlockPadding<TWord> Octets32 = BlockPadding<TWord>.After<THash>(32);
    private static readonly BlockPadding<TWord> Octets64 = BlockPadding<TWord>.After<THash>(64);

    public static BlockPadding<TWord> After(int messageOctets) => messageOctets switch
    {
        20 => Octets20,
        32 => Octets32,
        64 => Octets64,
        _ => BlockPadding<TWord>.After<THash>(messageOctets),
    };
}
