using System.IO.Compression;
using PixelGpt.Imaging;
using PixelGpt.Pictures;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Datasets;

/// <summary>The picture files of an upload, those in zip files included.</summary>
internal sealed class UnpackedUpload
{
    private readonly List<(string Name, byte[] Content)> _pictures = [];
    private readonly List<string> _notes = [];
    private int _files;
    private long _bytes;
    private int _others;

    private UnpackedUpload()
    {
    }

    /// <summary>The picture files.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Pictures => _pictures;

    /// <summary>What was left out, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _others == 0 ? _notes : [.. _notes, _others == 1 ? "One file is not a picture and was left out." : $"{_others} files are not pictures and were left out."];

    /// <summary>Unpacks an upload.</summary>
    /// <param name="files">The files.</param>
    /// <exception cref="InputException">A limit is exceeded.</exception>
    public static UnpackedUpload Of(IReadOnlyList<UploadFileBody> files)
    {
        var upload = new UnpackedUpload();
        foreach (UploadFileBody file in files)
        {
            string name = SafeName(file.Name);
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) upload.AddZip(name, file.Content);
            else upload.Add(name, file.Content.Length, () => file.Content);
        }

        return upload;
    }

    /// <summary>Returns the last two parts of a path, which are enough to recognise a file in a message.</summary>
    private static string SafeName(string path) => Excerpt.Of(string.Join('/', path.Split('/', '\\').Where(part => part.Length > 0).TakeLast(2)));

    private void AddZip(string name, byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name.Length > 0))
            {
                if (PictureFileName.IsMacSideFile(entry.FullName)) continue;
                Add(SafeName(entry.FullName), entry.Length, () => Unpack(entry));
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            _notes.Add($"{name} could not be opened and was left out: {e.Message}");
        }
    }

    private void Add(string name, long length, Func<byte[]> content)
    {
        if (!ReadableFormats.All.HasExtension(name))
        {
            _others++;
            return;
        }

        InputException.Check(++_files <= UploadLimits.MaxFiles, "the number of pictures", _files, $"at most {UploadLimits.MaxFiles}; choose fewer");
        _bytes += length;
        if (_bytes > UploadLimits.MaxBytes) throw new InputException($"the pictures are larger than {UploadLimits.MaxBytes >> 20} MiB together; choose fewer");
        _pictures.Add((name, content()));
    }

    /// <summary>Unpacks an entry; the size that a zip file states for it may be wrong.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }
}
