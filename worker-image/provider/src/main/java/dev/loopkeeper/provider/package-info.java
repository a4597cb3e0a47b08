/** What coordinator and provider say to each other, as plain records. */
package dev.loopkeeper.provider;
