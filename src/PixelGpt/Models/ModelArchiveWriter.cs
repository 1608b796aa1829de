using System.IO.Compression;
using System.Text;
using PixelGpt.Formats;
using PixelGpt.IO;

namespace PixelGpt.Models;

/// <summary>
/// Writes model files, see <see cref="ModelArchive"/>. Files are stored without compression, because weights hardly become smaller.
/// The same model produces the same bytes.
/// </summary>
internal static class ModelArchiveWriter
{
    /// <summary>The earliest time that a zip archive can have.</summary>
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="model">The model.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <param name="texts">Further text files by name.</param>
    /// <exception cref="InputException">The path is a folder, or a weight exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public static void Write(string path, PixelModel model, FloatType type = FloatType.F32, params IEnumerable<(string Name, string Text)> texts)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: this is a folder; give the path of a file, such as model{ModelArchive.Extension}");
        AtomicFile.Write(path, stream => Write(stream, model, type, texts));
    }

    /// <summary>Writes to a stream, which is not closed.</summary>
    /// <inheritdoc cref="Write(string, PixelModel, FloatType, IEnumerable{ValueTuple{string, string}})"/>
    public static void Write(Stream stream, PixelModel model, FloatType type = FloatType.F32, params IEnumerable<(string Name, string Text)> texts)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        if (model.IsEnsemble)
        {
            AddText(archive, EnsembleFolder.FileName, EnsembleFolder.ListOf(model.Members.Count));
            for (int i = 0; i < model.Members.Count; i++) AddSingle(archive, EnsembleFolder.MemberName(i) + "/", model.Members[i], type);
        }
        else
        {
            AddSingle(archive, "", model, type);
        }

        AddText(archive, ModelFolder.ColormapName, model.Palette.ToColormapText());
        foreach ((string name, string text) in texts) AddText(archive, name, text);
    }

    private static void AddSingle(ZipArchive archive, string folder, PixelModel model, FloatType type)
    {
        AddText(archive, folder + ModelFolder.ConfigName, model.Config.ToText());
        Add(archive, folder + ModelFolder.WeightsName, stream => ModelFolder.WriteWeights(stream, model.Transformer, type));
    }

    private static void AddText(ZipArchive archive, string name, string text) => Add(archive, name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = FixedTime;
        using Stream content = entry.Open();
        write(content);
    }
}
