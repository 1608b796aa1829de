using System.Security.Cryptography;
using System.Text;
using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Runs;

/// <summary>The teacher of a distilled run. A run saves it, so that training can be resumed with the same teacher.</summary>
public sealed record TeacherReference
{
    /// <summary>The model folder of the teacher as a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The SHA-256 of the teacher's configurations, weights and palette, in lower-case hexadecimal.</summary>
    public required string Checksum { get; init; }

    /// <summary>The weight of the teacher in the loss, greater than 0 and at most 1; the true pixels have the rest.</summary>
    public required double Weight { get; init; }

    /// <summary>Creates a reference to a model.</summary>
    /// <param name="folder">The model folder: of an ensemble, or of a single model.</param>
    /// <param name="weight">The weight of the teacher in the loss.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InputException">The folder has no model, or the weight is out of range.</exception>
    /// <exception cref="FailureException">A file could not be read.</exception>
    public static TeacherReference Create(string folder, double weight)
    {
        Teacher.CheckWeight(weight);
        return new TeacherReference { Folder = Path.GetFullPath(folder), Checksum = ChecksumOf(folder), Weight = weight };
    }

    /// <summary>Loads the teacher for a data set. A teacher with a free palette gets that of the data set.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="InputException">The teacher is missing, has changed, or has another palette than the data set.</exception>
    internal Teacher Load(SpriteDataset data)
    {
        if (!Directory.Exists(Folder)) throw new InputException($"{Folder}: the teacher does not exist; training can only be resumed with the same teacher in the same folder");
        string now = ChecksumOf(Folder);
        if (now != Checksum)
            throw new InputException($"{Folder}: the teacher has changed since the run was created (checksum {Checksum[..Math.Min(12, Checksum.Length)]}…, now {now[..12]}…); training can only be resumed with the same teacher");
        return new Teacher(PixelModel.Load(Folder).ForPaletteOf(data), Weight);
    }

    private static string ChecksumOf(string folder)
    {
        var text = new StringBuilder();
        foreach (string file in ModelFolder.Files(folder))
        {
            if (!File.Exists(file)) throw new InputException($"{file}: no such file; a teacher is a model folder with {ModelFolder.ConfigName}, {ModelFolder.WeightsName} and {ModelFolder.ColormapName}, or an ensemble");
            text.Append(InputFile.Sha256(file)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
