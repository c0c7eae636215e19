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
    /// <summary>Words that hold message, the last of them perhaps in part; 16 in a block without padding.</summary>
    public readonly int MessageWords;

    /// <summary>
    /// From <see cref="MessageWords"/> to 15 the padding (a one, zeros, the length of both blocks in bits); from 16 to
    /// 31 what the padding adds to those words of the schedule.
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
            block.Words[t] = padding[t - 16] + padding[t - 7]
                + THash.ScheduleSigma0<TWord, ScalarLane<TWord>>(padding[t - 15])
                + THash.ScheduleSigma1<TWord, ScalarLane<TWord>>(padding[t - 2]);
        }

        return block;
    }

    /// <summary>Whether word t of the schedule, 0 to 31, is padding.</summary>
    public readonly bool IsPadding(int t) => t >= MessageWords && t < 16;

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
