using PixelGpt.Formats.Pth;
using PixelGpt.IO;

namespace PixelGpt.Formats;

/// <summary>Opens tensor files of all formats. The content determines the format; the file name does not matter.</summary>
internal static class TensorFile
{
    private const int StartLength = 64;

    /// <summary>Opens a safetensors file, a file written by <c>torch.save</c>, or the files that an index of shards lists.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The tensors; dispose it to close the files.</returns>
    /// <exception cref="InputException">The file is missing or damaged, or is none of these.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static ITensorSource Open(string path)
    {
        byte[] start = ReadStart(path);
        return IsJson(start) ? ShardedTensors.Load(path) : Open(path, start);
    }

    /// <summary>Opens a file as <see cref="Open(string)"/> does, but no index of shards.</summary>
    /// <inheritdoc cref="Open(string)"/>
    internal static ITensorSource OpenShard(string path) => Open(path, ReadStart(path));

    private static ITensorSource Open(string path, ReadOnlySpan<byte> start)
    {
        if (PthFile.Recognizes(start)) return PthStateDict.Load(path);
        if (IsSafeTensors(start) || Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)) return SafeTensors.Load(path);
        throw new InputException(start.StartsWith("version https://git-lfs"u8)
            ? $"{path}: the file is a pointer of Git LFS, not the weights; download them with 'git lfs pull'"
            : $"{path}: not a weights file; expected a safetensors file, a file written by torch.save, or the index of a model in several files (JSON)");
    }

    private static byte[] ReadStart(string path)
    {
        using var bytes = new ByteSource(path);
        return bytes.Read(0, (int)Math.Min(bytes.Length, StartLength));
    }

    /// <summary>Whether a file starts with the header length of safetensors, which is less than 2⁵⁶, and its header.</summary>
    private static bool IsSafeTensors(ReadOnlySpan<byte> start) => start.Length > 8 && start[7] == 0 && start[8] == '{';

    private static bool IsJson(ReadOnlySpan<byte> start) =>
        !IsSafeTensors(start) && (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
